import { newId, toPublicId } from "@/server/kernel";
import { taskLists } from "@/server/tasks";
import { finds, onImport, orderCsv, own, ownTask, refused, type Sample } from "./attempts";

/** Customers and what is theirs. */
export const customerSamples: Record<string, Sample> = {
  "tasks.list": {
    verb: "task.list",
    attempts: () => [...taskLists.map((list) => own({ list })), own({ list: "all", cursor: "x~y" })],
  },
  "tasks.counts": { verb: "task.list", attempts: () => [own()] },
  "tasks.ofCustomer": {
    verb: "task.list",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "tasks.add": {
    verb: "task.save",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", {
        customerId: a.customerId,
        taskId: toPublicId("task", newId()),
        ...ownTask,
      }),
      refused("CONVERSATION_NOT_FOUND", {
        conversationId: a.conversationId,
        taskId: toPublicId("task", newId()),
        ...ownTask,
      }),
      refused("TASK_ASSIGNEE_INVALID", {
        customerId: b.customerId,
        taskId: toPublicId("task", newId()),
        ...ownTask,
        assigneeId: a.memberId,
      }),
      // Under the id of a task of A's: B's own task, and A's stays.
      own({ customerId: b.customerId, taskId: a.taskId, ...ownTask }),
    ],
  },
  "tasks.edit": {
    verb: "task.save",
    attempts: (a) => [refused("TASK_NOT_FOUND", { taskId: a.secondTaskId, ...ownTask })],
  },
  "tasks.finish": {
    verb: "task.save",
    attempts: (a) => [refused("TASK_NOT_FOUND", { taskId: a.secondTaskId })],
  },
  "tasks.delete": {
    verb: "task.save",
    attempts: (a) => [refused("TASK_NOT_FOUND", { taskId: a.secondTaskId })],
  },
  "satisfaction.get": { verb: "satisfaction.read", attempts: () => [own()] },
  "satisfaction.set": {
    verb: "satisfaction.set",
    attempts: (a) => [
      refused("SATISFACTION_BOT_UNKNOWN", { isOn: true, pauseDays: 30, silentBots: [a.channelId] }),
      own({ isOn: false, pauseDays: 30, silentBots: [] }),
    ],
  },
  "satisfaction.ratings": {
    verb: "rating.list",
    attempts: (a) => [finds({ customerId: a.customerId })],
  },

  "customers.get": {
    verb: "customer.get",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "customers.find": {
    verb: "customer.find",
    attempts: (a) => [
      own({}),
      finds({ q: a.customerName }),
      finds({ q: a.phone }),
      finds({ q: a.order }),
      refused("FIELD_NOT_FOUND", { fields: [{ fieldId: a.fieldId, is: a.word }] }),
    ],
  },
  "customers.verifyIdentity": {
    verb: "customer.verifyIdentity",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId, kind: "phone", value: "+905329999999" }),
      // A phone of A's customer is nobody's in B.
      own({ customerId: b.customerId, kind: "phone", value: a.phone }),
    ],
  },

  "customers.timeline": {
    verb: "customer.get",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "customers.duplicates": {
    verb: "customer.merge",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "customers.previewMerge": {
    verb: "customer.merge",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", { keptId: b.customerId, mergedId: a.customerId }),
      refused("CUSTOMER_NOT_FOUND", { keptId: a.customerId, mergedId: b.customerId }),
    ],
  },
  "customers.merge": {
    verb: "customer.merge",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", { keptId: b.customerId, mergedId: a.customerId }),
      refused("CUSTOMER_NOT_FOUND", { keptId: a.customerId, mergedId: b.customerId }),
    ],
  },
  "customers.merges": {
    verb: "customer.get",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "customers.undoMerge": {
    verb: "customer.merge",
    attempts: (a) => [refused("MERGE_NOT_FOUND", { mergeId: a.mergeId })],
  },
  "customers.setField": {
    verb: "customer.setField",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId, fieldId: b.fieldId, value: "benim" }),
      refused("FIELD_NOT_FOUND", { customerId: b.customerId, fieldId: a.fieldId, value: "benim" }),
    ],
  },
  "fields.list": { verb: "field.list", attempts: () => [own()] },
  "fields.create": {
    verb: "field.manage",
    // The name of a field of A's is free in B.
    attempts: (a) => [own({ name: `${a.word.slice(3)} alanım`, kind: "text" })],
  },
  "fields.update": {
    verb: "field.manage",
    attempts: (a) => [refused("FIELD_NOT_FOUND", { fieldId: a.fieldId, name: "benim" })],
  },
  "fields.archive": {
    verb: "field.manage",
    attempts: (a) => [refused("FIELD_NOT_FOUND", { fieldId: a.fieldId })],
  },
  "fields.order": {
    verb: "field.manage",
    attempts: (a, b) => [refused("FIELD_NOT_FOUND", { fieldIds: [b.fieldId, a.fieldId] })],
  },

  "imports.newest": { verb: "shopOrder.import", attempts: () => [own({ target: "shopOrders" })] },
  "imports.get": onImport,
  "imports.rows": onImport,
  "imports.kept": onImport,
  "imports.check": onImport,
  "imports.start": onImport,
  "imports.cancel": onImport,
  "imports.undo": onImport,
  "imports.discard": onImport,
  "imports.text": {
    verb: "shopOrder.import",
    attempts: (a) => [
      // The number, the phone and the tracking of an order of A's: a new order of B's, and A's stays.
      own({ target: "shopOrders", text: orderCsv(a), fileName: "benim.csv" }),
    ],
  },

  "groups.countTroubled": { verb: "group.list", attempts: () => [own()] },
  "groups.list": { verb: "group.list", attempts: () => [own()] },
  "groups.get": {
    verb: "group.list",
    attempts: (a) => [refused("GROUP_NOT_FOUND", { groupId: a.groupId })],
  },
  "groups.check": {
    verb: "group.check",
    attempts: (a) => [refused("GROUP_NOT_FOUND", { groupId: a.groupId })],
  },
  "groups.acknowledge": {
    verb: "group.acknowledge",
    attempts: (a) => [refused("GROUP_NOT_FOUND", { groupId: a.groupId })],
  },

  "stores.list": {
    verb: "shopOrder.list",
    attempts: (a) => [
      own({}),
      finds({ search: a.customerName }),
      finds({ search: a.tracking }),
      finds({ search: a.phone }),
      own({ cursor: `${a.shopOrderedAt}~${a.shopOrderId}` }),
    ],
  },
  "stores.get": {
    verb: "shopOrder.get",
    attempts: (a) => [refused("SHOP_ORDER_NOT_FOUND", { shopOrderId: a.shopOrderId })],
  },
};
