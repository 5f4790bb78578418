#ifndef CCODES_H
#define CCODES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Hands over one code that was found: its text as UTF-8, not ended by a zero, and the name of its symbology. */
typedef void (*codes_found)(void *_Nonnull context, const char *_Nonnull text, size_t length, const char *_Nonnull format);

/* Looks for codes in width * height grey pixels, row after row, and calls `found` for each of at most `limit`.
   Returns 0, or -1 when the library gave up. */
int codes_read(
    const uint8_t *_Nonnull pixels, int width, int height, int limit, void *_Nonnull context, codes_found _Nonnull found);

enum codes_kind { codes_qr, codes_data_matrix, codes_code_128 };

/* Draws UTF-8 text as a code without its quiet zone: one byte for each module, 1 for dark, row after row.
   Code 128 has one row. Returns 0, or -1 when this kind of code cannot hold the text or `capacity` bytes the code. */
int codes_draw(
    enum codes_kind kind, const uint8_t *_Nonnull text, size_t length, uint8_t *_Nonnull modules, size_t capacity,
    int *_Nonnull width, int *_Nonnull height);

#ifdef __cplusplus
}
#endif

#endif
