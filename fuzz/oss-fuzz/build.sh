#!/bin/bash -eu
# Every harness of fuzz/harnesses.py becomes a target of its own, with the kept inputs as its seeds. Run by OSS-Fuzz in the checkout.
pip3 install --require-hashes --requirement requirements/dev.txt
pip3 install --no-deps --no-build-isolation --editable .
names=$(python3 -c 'from fuzz.harnesses import HARNESSES; print(*HARNESSES)')
for name in $names; do
  target="fuzz_$name.py"
  printf 'import sys\n\nimport atheris\n\nwith atheris.instrument_imports(include=["docforensics"]):\n    from fuzz.target import run\n\nif __name__ == "__main__":\n    run("%s", sys.argv)\n' "$name" > "$target"
  compile_python_fuzzer "$target" --collect-data docforensics --add-data models:models
  if [ -d "fuzz/corpus/$name" ]; then
    zip -q -j "$OUT/fuzz_${name}_seed_corpus.zip" "fuzz/corpus/$name"/*
  fi
done
