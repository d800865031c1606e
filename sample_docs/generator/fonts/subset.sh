#!/bin/sh
# Cuts the DejaVu faces down to the scripts the sample documents use (needs fonttools; run where fonts-dejavu is installed).
set -eu
for face in DejaVuSans DejaVuSans-Bold DejaVuSansCondensed DejaVuSansCondensed-Bold DejaVuSerif DejaVuSerif-Bold DejaVuSansMono DejaVuSerif-Italic; do
  ${PYFTSUBSET:-pyftsubset} "/usr/share/fonts/truetype/dejavu/$face.ttf" --output-file="$(dirname "$0")/$face.ttf" \
    --unicodes=U+0020-017F,U+0218-021B,U+0386-03CE,U+0400-045F,U+0490-0493,U+1E9E,U+2013-2022,U+FB50-FBFF,U+FE70-FEFC \
    --layout-features= --no-hinting --desubroutinize --drop-tables+=GSUB,GPOS,GDEF,kern
done
