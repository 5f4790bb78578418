#include "CCodes.h"

#include <limits.h>
#include <zint.h>

static void configure(struct zint_symbol *symbol, enum codes_kind kind)
{
    symbol->input_mode = UNICODE_MODE;
    symbol->show_hrt = 0;
    switch (kind) {
    case codes_qr:
        symbol->symbology = BARCODE_QRCODE;
        symbol->option_1 = 2; /* Level M: a seventh of the code may be damaged. */
        break;
    case codes_data_matrix:
        symbol->symbology = BARCODE_DATAMATRIX;
        symbol->option_3 = DM_SQUARE;
        break;
    case codes_code_128:
        symbol->symbology = BARCODE_CODE128;
        break;
    }
}

/* Copies the modules, which zint keeps as bits, the first one lowest. */
static int copy(const struct zint_symbol *symbol, uint8_t *modules, size_t capacity, int *width, int *height)
{
    if ((size_t)symbol->width * (size_t)symbol->rows > capacity) return -1;
    *width = symbol->width;
    *height = symbol->rows;
    for (int row = 0; row < symbol->rows; row++)
        for (int column = 0; column < symbol->width; column++)
            *modules++ = (symbol->encoded_data[row][column / 8] >> (column % 8)) & 1;
    return 0;
}

int codes_draw(
    enum codes_kind kind, const uint8_t *text, size_t length, uint8_t *modules, size_t capacity, int *width,
    int *height)
{
    if (length == 0 || length > INT_MAX) return -1;
    struct zint_symbol *symbol = ZBarcode_Create();
    if (!symbol) return -1;
    configure(symbol, kind);
    int outcome = ZBarcode_Encode(symbol, text, (int)length);
    int result = outcome < ZINT_ERROR ? copy(symbol, modules, capacity, width, height) : -1;
    ZBarcode_Delete(symbol);
    return result;
}
