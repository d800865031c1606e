#!/bin/sh
# What pip cannot bring: the libGL that opencv-python links to, and what the caller names besides: tesseract-ocr (the program of an
# optional MRZ engine), chromium (the tests open pages in it) and typescript (the types for clients are compiled with it, and run by
# Node), mono (the reader for C# is compiled and run with it; 25 MB), postgresql (the service's store), debootstrap (a clean root, in
# which the image's steps are tried). Installed where we may (apt as root); otherwise one line says how.
set -u

missing=""
ldconfig -p 2>/dev/null | grep -q 'libGL\.so\.1' || missing="$missing libgl1 libglib2.0-0"
for wanted in "$@"; do
    case $wanted in
    openssl | curl) command -v "$wanted" >/dev/null 2>&1 || missing="$missing $wanted" ;;
    debootstrap) command -v debootstrap >/dev/null 2>&1 || missing="$missing debootstrap debian-archive-keyring" ;;
    tesseract-ocr) command -v tesseract >/dev/null 2>&1 || missing="$missing tesseract-ocr" ;;
    chromium) command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium" ;;
    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql" ;;
    mono)
        command -v mcs >/dev/null 2>&1 || missing="$missing mono-mcs"
        command -v mono >/dev/null 2>&1 || missing="$missing mono-runtime"
        ls /usr/lib/mono/4.5/System.Runtime.Serialization.dll >/dev/null 2>&1 || missing="$missing libmono-system-runtime-serialization4.0-cil"
        ;;
    typescript)
        command -v tsc >/dev/null 2>&1 || missing="$missing node-typescript"
        command -v node >/dev/null 2>&1 || missing="$missing nodejs"
        ;;
    esac
done
[ -n "$missing" ] || exit 0

if [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    if apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "Not installed, and not by us:$missing. On Debian or Ubuntu: sudo apt-get install$missing (macOS: brew install tesseract)" >&2
exit 0
