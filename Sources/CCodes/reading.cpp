#include "CCodes.h"

#include <ZXing/ReadBarcode.h>

int codes_read(const uint8_t *pixels, int width, int height, int limit, void *context, codes_found found)
{
    try {
        ZXing::DecodeHints hints;
        hints.setMaxNumberOfSymbols(static_cast<uint8_t>(limit));
        const auto results = ZXing::ReadBarcodes({pixels, width, height, ZXing::ImageFormat::Lum}, hints);
        for (const auto &result : results) {
            const std::string text = result.text();
            found(context, text.data(), text.size(), ZXing::ToString(result.format()));
        }
        return 0;
    } catch (...) {
        return -1;
    }
}
