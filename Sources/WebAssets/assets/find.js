// Looking up customers and variants as somebody types.

import {get} from "./api.js";
import {number} from "./format.js";
import {itemName} from "./record.js";

/** Customers for a combobox. */
export const findCustomers = async q => (await get("/customers", {q, limit: 8})).items.map(one =>
  ({value: one.id, customer: one, label: `${one.firstName} ${one.lastName}`, detail: one.email}));

/** Variants by SKU, name or barcode for a combobox; the exact SKU first. */
export async function findVariants(q) {
  const {items} = await get("/inventory", {q, limit: 12});
  return items.map(one => ({
    value: one, label: itemName(one), detail: `${one.sku ?? "no SKU"} · ${number(one.available)} available`, isDisabled: one.productStatus !== "PUBLISHED",
  })).sort((one, other) => (other.value.sku === q) - (one.value.sku === q));
}
