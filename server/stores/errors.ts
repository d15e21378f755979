import { DomainError } from "@/server/kernel";

/** No such shop order in this workspace. */
export class ShopOrderNotFound extends DomainError {
  readonly code = "SHOP_ORDER_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { shopOrderId: string }) {
    super("There is no such shop order.", data);
  }
}
