export * from "./errors";
export { findShopOrders } from "./find-shop-orders";
export { getShopOrder } from "./get-shop-order";
export { importShopOrders } from "./import-shop-orders";
export { getImportState } from "./import-state";
export { listShopOrders } from "./list-shop-orders";
export { type ShopOrderStatus, shopOrderStatuses } from "./rules";
export type { ImportReport, ShopOrder, ShopOrderDetail } from "./schemas";
