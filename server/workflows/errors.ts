import { DomainError } from "@/server/kernel";

/** The sender hears of it before anything is kept. */
export class EventTooLarge extends DomainError {
  readonly code = "EVENT_TOO_LARGE";
  readonly kind = "invalid";
  constructor(data: { name: string; bytes: number; maxBytes: number }) {
    super(
      `The event "${data.name}" has ${data.bytes} bytes, ${data.maxBytes} at the most: keep large content in a file and send its id.`,
      data,
    );
  }
}

/** The payload is not of the form that the event's version has. */
export class EventInvalid extends DomainError {
  readonly code = "EVENT_INVALID";
  readonly kind = "invalid";
  constructor(data: { name: string; version: number; issues: string[] }) {
    super(
      `The event "${data.name}" is not as its version ${data.version} says: ${data.issues.join("; ")}`,
      data,
    );
  }
}

/** Functions start one another by their events, and none of them comes to an end of it. */
export class EventLoop extends DomainError {
  readonly code = "EVENT_LOOP";
  readonly kind = "invalid";
  constructor(data: { name: string; cycle: string[] }) {
    super(
      `The event "${data.name}" is not sent: ${data.cycle.join(" → ")} start one another without end. Give the chain an end.`,
      data,
    );
  }
}
