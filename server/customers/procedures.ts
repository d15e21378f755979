import { workspaceProcedure } from "@/server/trpc";
import { findCustomers } from "./find-customers";
import { getCustomer } from "./get-customer";
import {
  Customer,
  CustomerFieldValues,
  CustomerRef,
  FindCustomersInput,
  FoundCustomers,
  SetCustomerFieldInput,
  VerifiedIdentity,
  VerifyIdentityInput,
} from "./schemas";
import { setCustomerField } from "./set-customer-field";
import { verifyIdentity } from "./verify-identity";

export const getCustomerProcedure = workspaceProcedure
  .input(CustomerRef)
  .output(Customer)
  .query(({ ctx, input }) => getCustomer({ ctx, input }));

export const findCustomersProcedure = workspaceProcedure
  .input(FindCustomersInput)
  .output(FoundCustomers)
  .query(({ ctx, input }) => findCustomers({ ctx, input }));

export const verifyIdentityProcedure = workspaceProcedure
  .input(VerifyIdentityInput)
  .output(VerifiedIdentity)
  .mutation(({ ctx, input }) => verifyIdentity({ ctx, input }));

export const setCustomerFieldProcedure = workspaceProcedure
  .input(SetCustomerFieldInput)
  .output(CustomerFieldValues)
  .mutation(({ ctx, input }) => setCustomerField({ ctx, input }));
