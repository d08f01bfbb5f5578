# One word, one thing; `make` alone lists them. All that is needed beforehand is Python 3.10 or later.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

# For the shell, whatever is in the name of a folder.
QUOTED = '$(subst ','\'',$(value LAB))'
CLASS_QUOTED = '$(subst ','\'',$(value CLASS))'
# Twice as many tests at once as there are cores: many of them wait for time to pass.
JOBS ?= $(shell $(RUN) -c 'import os; print(2 * (os.cpu_count() or 1))')
EXTRA := Jinja2>=3.1 tqdm>=4.60 libarchive-c>=5.0 pypdf>=4.0

# What is given on the command line and has no meaning here is refused: OPTION= for OPTIONS= would be ignored in silence.
MEANT := PYTHON VENV JOBS LAB CLASS OPTIONS PACE STEP WIRE LOSS SEED FULL COLUMNS NO_COLOR TERM
GIVEN := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
ifneq ($(filter-out $(MEANT) MAKE% MFLAGS,$(GIVEN)),)
$(error $(filter-out $(MEANT) MAKE% MFLAGS,$(GIVEN))= means nothing here; what can be given is $(MEANT))
endif
ifeq ($(filter undefined,$(origin LAB) $(origin CLASS)),)
$(error LAB= names one hand-in and CLASS= a class: give one of them)
endif

unexport PYTHONSAFEPATH  # with it Python does not look for lab12 in this folder

NEEDED = $(if $(filter undefined,$(origin CLASS)),$(if $(filter undefined,$(origin LAB)),$(VENV)/suite),$(VENV)/classroom)

.PHONY: help tcp-demo udp-demo chat-demo test gradescope pins bench windows-python lint clean

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 # /p' Makefile | awk -F' # ' '{ printf "%-22s %s\n", $$1, $$2 }'

tcp-demo udp-demo chat-demo: %-demo: $(VENV)/ready
	@$(RUN) -m lab12.demo $*
tcp-demo:  ## the practical's conversation over TCP, in two windows (PACE=0 at once, STEP=1 by Enter, WIRE=1 with the packets)
udp-demo:  ## the same over UDP (LOSS=30 SEED=7 on a bad network)
chat-demo: ## a chat server and three clients

test: $(VENV)/ready $(NEEDED) ## test the kit; with LAB=folder or zip, mark a hand-in, with CLASS=, a class
ifneq ($(origin CLASS),undefined)
	@if [ -z $(CLASS_QUOTED) ]; then echo "CLASS is empty: it names the folder or the zip of a class"; exit 2; fi
	@$(RUN) -m lab12 class $(OPTIONS) -- $(CLASS_QUOTED) || [ $$? = 1 ]  # 1: some have no mark, and are named
else
ifneq ($(origin LAB),undefined)
	@if [ -z $(QUOTED) ]; then echo "LAB is empty: it names the folder or the zip that is to be marked"; exit 2; fi
	@$(RUN) -m lab12 grade $(OPTIONS) -- $(QUOTED) || [ $$? = 1 ]  # 1: fewer than full marks, which is no error of make's
else
	@$(RUN) -m pytest -q --no-header --tb=short -n $(JOBS) --dist loadscope --timeout 300 --timeout-method thread
endif
endif

gradescope: $(VENV)/ready ## write autograder.zip, which Gradescope takes
	@$(RUN) -m lab12.classroom.elsewhere zip autograder.zip && echo "autograder.zip is written: upload it to Gradescope"

pins: $(VENV)/ready ## after a change that is meant to alter marks: mark the zoo, write tests/zoo/marks.toml anew
	@$(RUN) -m tests.pin

bench: $(VENV)/ready ## measure: the chat server beside others, one turn on the stage, one round trip
	@$(RUN) -m lab12.bench

windows-python: $(VENV)/ready ## install a Windows Python under Wine, for the tests that need one
	@$(RUN) -m lab12.winpython

$(VENV)/classroom: $(VENV)/ready Makefile
	@echo "Setting up what marking a class needs besides, once ..."
	@$(VENV)/bin/pip install -qq --disable-pip-version-check $(patsubst %,"%",$(EXTRA)) || \
	  { echo "pip could not fetch $(EXTRA): is there a network?"; exit 1; }
	@touch $@

$(VENV)/suite: $(VENV)/classroom
	@$(VENV)/bin/pip install -qq --disable-pip-version-check "pytest-xdist>=3.7" "pytest-timeout>=2.3" || \
	  { echo "pip could not fetch pytest-xdist and pytest-timeout: is there a network?"; exit 1; }
	@touch $@

lint: $(VENV)/ready ## check the style of the kit's own code
	@$(VENV)/bin/pip install -qq ruff
	@$(VENV)/bin/ruff check .

clean: ## remove what make has set up
	rm -rf $(VENV) .windows

$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || \
	  { echo "Lab 12 needs Python 3.10 or later; $(PYTHON) is not (make PYTHON=... names another)."; exit 1; }
	@echo "Setting up $(VENV), once ..."
	@rm -rf $(VENV) 2>/dev/null; said=$$($(PYTHON) -m venv $(VENV) 2>&1) || { \
	  echo "$$said" | tail -4; rm -rf $(VENV) 2>/dev/null; \
	  if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "Python's venv is missing: on Debian and Ubuntu, sudo apt install python3-venv"; \
	  elif ! [ -w . ]; then \
	    echo "Nothing can be written in $$PWD: make ... VENV=folder sets up elsewhere."; fi; exit 1; }
	@$(VENV)/bin/pip install -qq --disable-pip-version-check "pexpect>=4.8" "pytest>=8" || \
	  { echo "pip could not fetch pytest and pexpect: is there a network?"; exit 1; }
	@touch $@
