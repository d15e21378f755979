import { DomainError } from "@/server/kernel";

/** The rows were asked for by a key that names no such thing. */
export class FigureKeyInvalid extends DomainError {
  readonly code = "FIGURE_KEY_INVALID";
  readonly kind = "invalid";
  constructor(data: { figure: string }) {
    super(`The rows of "${data.figure}" need a key that says which: open them from the figures.`, data);
  }
}
