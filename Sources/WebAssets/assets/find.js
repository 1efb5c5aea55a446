// Looking up customers and variants as somebody types.

import {get} from "./api.js";
import {number} from "./format.js";
import {itemName} from "./record.js";

/** Customers for a combobox. */
export const findCustomers = async q => (await get("/customers", {q, limit: 8})).items.map(one =>
  ({value: one.id, customer: one, label: `${one.firstName} ${one.lastName}`, detail: one.email}));

/** Variants by SKU, name or barcode for a combobox; the exact SKU first. */
export async function findVariants(q) {
  const {items} = await get("/products", {q, limit: 8});
  const found = items.flatMap(product => product.variants.filter(one => one.isActive).map(variant => {
    const name = itemName({productName: product.name, variantName: variant.name});
    return {value: {variant: {...variant, price: variant.price ?? product.basePrice}, name}, label: name, detail: `${variant.sku ?? "no SKU"} · ${number(variant.inventory.available)} available`,
      isDisabled: product.status !== "PUBLISHED"};
  }));
  return found.sort((a, b) => (b.value.variant.sku === q) - (a.value.variant.sku === q)).slice(0, 12);
}
