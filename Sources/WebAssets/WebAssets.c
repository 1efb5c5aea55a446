#include "WebAssets.h"

// Every file of assets/ once here and once in the table below, in the order of their names. A test compares.

static const unsigned char api_js[] = {
#embed "assets/api.js"
};

static const unsigned char app_css[] = {
#embed "assets/app.css"
};

static const unsigned char app_js[] = {
#embed "assets/app.js"
};

static const unsigned char ask_js[] = {
#embed "assets/ask.js"
};

static const unsigned char bell_js[] = {
#embed "assets/bell.js"
};

static const unsigned char bulk_js[] = {
#embed "assets/bulk.js"
};

static const unsigned char catalog_js[] = {
#embed "assets/catalog.js"
};

static const unsigned char categories_js[] = {
#embed "assets/categories.js"
};

static const unsigned char chart_js[] = {
#embed "assets/chart.js"
};

static const unsigned char combobox_js[] = {
#embed "assets/combobox.js"
};

static const unsigned char conflict_js[] = {
#embed "assets/conflict.js"
};

static const unsigned char csv_js[] = {
#embed "assets/csv.js"
};

static const unsigned char customer_js[] = {
#embed "assets/customer.js"
};

static const unsigned char customers_js[] = {
#embed "assets/customers.js"
};

static const unsigned char dom_js[] = {
#embed "assets/dom.js"
};

static const unsigned char extras_css[] = {
#embed "assets/extras.css"
};

static const unsigned char field_js[] = {
#embed "assets/field.js"
};

static const unsigned char filter_editors_js[] = {
#embed "assets/filter-editors.js"
};

static const unsigned char filters_js[] = {
#embed "assets/filters.js"
};

static const unsigned char find_js[] = {
#embed "assets/find.js"
};

static const unsigned char form_js[] = {
#embed "assets/form.js"
};

static const unsigned char format_js[] = {
#embed "assets/format.js"
};

static const unsigned char gallery_js[] = {
#embed "assets/gallery.js"
};

static const unsigned char icon_svg[] = {
#embed "assets/icon.svg"
};

static const unsigned char icons_js[] = {
#embed "assets/icons.js"
};

static const unsigned char import_js[] = {
#embed "assets/import.js"
};

static const unsigned char inventory_js[] = {
#embed "assets/inventory.js"
};

static const unsigned char lists_css[] = {
#embed "assets/lists.css"
};

static const unsigned char live_sale_js[] = {
#embed "assets/live-sale.js"
};

static const unsigned char live_js[] = {
#embed "assets/live.js"
};

static const unsigned char menu_js[] = {
#embed "assets/menu.js"
};

static const unsigned char new_order_js[] = {
#embed "assets/new-order.js"
};

static const unsigned char notes_js[] = {
#embed "assets/notes.js"
};

static const unsigned char notifications_js[] = {
#embed "assets/notifications.js"
};

static const unsigned char order_acts_js[] = {
#embed "assets/order-acts.js"
};

static const unsigned char order_bulk_js[] = {
#embed "assets/order-bulk.js"
};

static const unsigned char order_columns_js[] = {
#embed "assets/order-columns.js"
};

static const unsigned char order_js[] = {
#embed "assets/order.js"
};

static const unsigned char orders_js[] = {
#embed "assets/orders.js"
};

static const unsigned char overview_js[] = {
#embed "assets/overview.js"
};

static const unsigned char packing_slips_js[] = {
#embed "assets/packing-slips.js"
};

static const unsigned char palette_js[] = {
#embed "assets/palette.js"
};

static const unsigned char people_js[] = {
#embed "assets/people.js"
};

static const unsigned char plain_table_js[] = {
#embed "assets/plain-table.js"
};

static const unsigned char portal_css[] = {
#embed "assets/portal.css"
};

static const unsigned char portal_js[] = {
#embed "assets/portal.js"
};

static const unsigned char print_css[] = {
#embed "assets/print.css"
};

static const unsigned char product_form_js[] = {
#embed "assets/product-form.js"
};

static const unsigned char product_js[] = {
#embed "assets/product.js"
};

static const unsigned char products_js[] = {
#embed "assets/products.js"
};

static const unsigned char record_js[] = {
#embed "assets/record.js"
};

static const unsigned char records_css[] = {
#embed "assets/records.css"
};

static const unsigned char regroup_js[] = {
#embed "assets/regroup.js"
};

static const unsigned char retag_js[] = {
#embed "assets/retag.js"
};

static const unsigned char settings_js[] = {
#embed "assets/settings.js"
};

static const unsigned char shell_html[] = {
#embed "assets/shell.html"
};

static const unsigned char shop_js[] = {
#embed "assets/shop.js"
};

static const unsigned char shortcuts_js[] = {
#embed "assets/shortcuts.js"
};

static const unsigned char sign_in_js[] = {
#embed "assets/sign-in.js"
};

static const unsigned char state_js[] = {
#embed "assets/state.js"
};

static const unsigned char stock_js[] = {
#embed "assets/stock.js"
};

static const unsigned char table_js[] = {
#embed "assets/table.js"
};

static const unsigned char theme_js[] = {
#embed "assets/theme.js"
};

static const unsigned char tokens_css[] = {
#embed "assets/tokens.css"
};

static const unsigned char ui_js[] = {
#embed "assets/ui.js"
};

static const unsigned char variants_js[] = {
#embed "assets/variants.js"
};

#define ASSET(name, bytes) {name, bytes, sizeof bytes}

static const struct WebAsset table[] = {
    ASSET("api.js", api_js),
    ASSET("app.css", app_css),
    ASSET("app.js", app_js),
    ASSET("ask.js", ask_js),
    ASSET("bell.js", bell_js),
    ASSET("bulk.js", bulk_js),
    ASSET("catalog.js", catalog_js),
    ASSET("categories.js", categories_js),
    ASSET("chart.js", chart_js),
    ASSET("combobox.js", combobox_js),
    ASSET("conflict.js", conflict_js),
    ASSET("csv.js", csv_js),
    ASSET("customer.js", customer_js),
    ASSET("customers.js", customers_js),
    ASSET("dom.js", dom_js),
    ASSET("extras.css", extras_css),
    ASSET("field.js", field_js),
    ASSET("filter-editors.js", filter_editors_js),
    ASSET("filters.js", filters_js),
    ASSET("find.js", find_js),
    ASSET("form.js", form_js),
    ASSET("format.js", format_js),
    ASSET("gallery.js", gallery_js),
    ASSET("icon.svg", icon_svg),
    ASSET("icons.js", icons_js),
    ASSET("import.js", import_js),
    ASSET("inventory.js", inventory_js),
    ASSET("lists.css", lists_css),
    ASSET("live-sale.js", live_sale_js),
    ASSET("live.js", live_js),
    ASSET("menu.js", menu_js),
    ASSET("new-order.js", new_order_js),
    ASSET("notes.js", notes_js),
    ASSET("notifications.js", notifications_js),
    ASSET("order-acts.js", order_acts_js),
    ASSET("order-bulk.js", order_bulk_js),
    ASSET("order-columns.js", order_columns_js),
    ASSET("order.js", order_js),
    ASSET("orders.js", orders_js),
    ASSET("overview.js", overview_js),
    ASSET("packing-slips.js", packing_slips_js),
    ASSET("palette.js", palette_js),
    ASSET("people.js", people_js),
    ASSET("plain-table.js", plain_table_js),
    ASSET("portal.css", portal_css),
    ASSET("portal.js", portal_js),
    ASSET("print.css", print_css),
    ASSET("product-form.js", product_form_js),
    ASSET("product.js", product_js),
    ASSET("products.js", products_js),
    ASSET("record.js", record_js),
    ASSET("records.css", records_css),
    ASSET("regroup.js", regroup_js),
    ASSET("retag.js", retag_js),
    ASSET("settings.js", settings_js),
    ASSET("shell.html", shell_html),
    ASSET("shop.js", shop_js),
    ASSET("shortcuts.js", shortcuts_js),
    ASSET("sign-in.js", sign_in_js),
    ASSET("state.js", state_js),
    ASSET("stock.js", stock_js),
    ASSET("table.js", table_js),
    ASSET("theme.js", theme_js),
    ASSET("tokens.css", tokens_css),
    ASSET("ui.js", ui_js),
    ASSET("variants.js", variants_js),
};

const struct WebAsset *web_assets(size_t *count) {
    *count = sizeof table / sizeof table[0];
    return table;
}
