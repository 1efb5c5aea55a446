import CSVText
import CommerceWire
import Glibc

/// Product tables in the dialects that are about, small enough to read.
enum ProductFiles {
    static let apparel = """
        Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,\
        Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,\
        Variant Price,Variant Compare At Price,Image Src,Image Position,Image Alt Text,Gift Card,Variant Weight Unit
        blue-shirt,Blue Shirt,"Cotton, ""soft"" ",demo,,men,true,Title,Default Title,,,,0,,1,deny,50,,\
        https://cdn.example.com/shirt_925x.jpg,1,,false,kg
        varsity-top,Varsity Top,,demo,,women,true,Size,Small,,,V-S,0,,1,deny,60,,https://cdn.example.com/t@2x.jpg,1,,false,kg
        varsity-top,,,,,,,,Medium,,,V-M,0,,1,deny,60,,,,,,kg
        varsity-top,,,,,,,,Large,,,V-L,0,,1,deny,60,,,,,,kg

        """

    static let homeAndGarden = """
        Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
        Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,\
        Variant Compare At Price,Image Src,Image Position,Gift Card,Variant Weight Unit,Cost per item
        clay-pot,Clay Pot,<p>Blown clay</p>,Company 123,Outdoor,"Pot, Plants",true,Size,Regular,,0,,1,deny,9.99,,\
        https://cdn.example.com/a.jpg,1,false,kg,
        clay-pot,,,,,,,,Large,,0,,3,deny,15.99,,https://cdn.example.com/b.jpg,2,,kg,
        pink-chair,Pink Chair,<p>Pink</p>,Company 123,Indoor,Chair,true,Title,Default Title,,0,shopify,-2,continue,\
        750,800.5,https://cdn.example.com/c.jpg,,false,kg,12.3

        """

    /// The newer names, flags in capitals, a status, three options, images on rows of their own and before variants.
    static let newer = """
        Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,\
        Option1 name,Option1 value,Option2 name,Option2 value,Option3 name,Option3 value,Price,Compare-at price,\
        Cost per item,Charge tax,Inventory tracker,Inventory quantity,Continue selling when out of stock,\
        Product image URL,Image position,Image alt text,Variant image URL,Gift card,SEO title,SEO description,\
        Colour (product.metafields.custom.colour)
        Jacket,jacket,"<p>Warm\n and dry</p>",Nord,Apparel > Coats,Coat,"b,a ,b",FALSE,Draft,,,Size,,Colour,,Cut,,,,,,,,,\
        https://cdn.example.com/1.jpg,2,Front,,FALSE,The jacket,=Warm,red; blue
        ,jacket,,,,,,,,J-1,0123,,S,,Red,,Slim,10,20,5.00,TRUE,shopify,5,DENY,https://cdn.example.com/2.jpg,1,-Back,\
        https://cdn.example.com/2.jpg,,,,
        ,jacket,,,,,,,,J-2,,,M,,Red,,Slim,10.00,,,TRUE,shipwire,,CONTINUE,,,,,,,,
        ,jacket,,,,,,,,,,,,,,,,,,,,,,,/uploads/3.png,3,,,,,,x
        Mug,mug,,,,,,,archived,,,,,,,,,,,,,,,,,,,,TRUE,,,

        """

    static let all = [apparel, homeAndGarden, newer]

    /// Shopify's own samples beside the package; none in a bare checkout.
    static let shared: [[UInt8]] = {
        guard let this = realpath(#filePath, nil) else { return [] }
        defer { free(this) }
        // <package>/Tests/CommerceWireTests/Tables/<file>
        let package = String(cString: this).split(separator: "/").dropLast(4)
        let folder = "/" + (package.dropLast() + ["shared", "data", "shopify"]).joined(separator: "/")
        return ["apparel.csv", "home-and-garden.csv"].compactMap { name in
            guard let file = fopen("\(folder)/\(name)", "r") else { return nil }
            defer { fclose(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let count = fread(&bytes, 1, bytes.count, file)
            return Array(bytes[..<count])
        }
    }()
}
