export { compareOrders, type OrderDifference } from "./compare-orders";
export * from "./errors";
export { findShopOrders } from "./find-shop-orders";
export { getShopOrder } from "./get-shop-order";
export { listShopOrders } from "./list-shop-orders";
export { type ShopOrderStatus, shopOrderStatuses } from "./rules";
export type { ShopOrder, ShopOrderDetail } from "./schemas";
export { shopOrderImport } from "./shop-order-import";
