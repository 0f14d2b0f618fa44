rule sprites:
    input:
        unpack(inputs("sprites")),
    output:
        outputs("sprites"),
    log:
        log_of("sprites"),
    benchmark:
        times_of("sprites")
    wildcard_constraints:
        layer=one_of(DICTIONARY_LAYERS),
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("sprites"),
    message:
        f"Sprites of {{wildcards.layer}}, part {{wildcards.part}} of {SETTINGS.parts.sprites}"
    script:
        "../scripts/stage.py"


rule sprite_sheet:
    input:
        unpack(inputs("sprite_sheet")),
    output:
        outputs("sprite_sheet")[0],
        report(
            outputs("sprite_sheet")[1],
            caption="../report/sprites.rst",
            category="Dictionaries",
            labels={"layer": "{layer}", "shows": "channels"},
        ),
    log:
        log_of("sprite_sheet"),
    benchmark:
        times_of("sprite_sheet")
    wildcard_constraints:
        layer=one_of(DICTIONARY_LAYERS),
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        stage=decided_by("sprite_sheet"),
    message:
        "Sheet of the sprites of {wildcards.layer}"
    script:
        "../scripts/stage.py"


rule channel_examples:
    input:
        unpack(inputs("channel_examples")),
    output:
        outputs("channel_examples"),
    log:
        log_of("channel_examples"),
    benchmark:
        times_of("channel_examples")
    wildcard_constraints:
        layer=one_of(DICTIONARY_LAYERS),
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("channel_examples"),
    message:
        "Dataset examples of the channels of {wildcards.layer}"
    script:
        "../scripts/stage.py"


rule dictionary:
    input:
        unpack(inputs("dictionary")),
    output:
        outputs("dictionary"),
    log:
        log_of("dictionary"),
    benchmark:
        times_of("dictionary")
    wildcard_constraints:
        layer=one_of(DICTIONARY_LAYERS),
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("dictionary"),
    message:
        "What {wildcards.image} is to {wildcards.layer}"
    script:
        "../scripts/stage.py"


rule dictionaries:
    input:
        unpack(inputs("dictionaries")),
    output:
        report(
            outputs("dictionaries")[0],
            caption="../report/dictionaries.rst",
            category="Dictionaries",
        ),
        outputs("dictionaries")[1:],
    log:
        log_of("dictionaries"),
    benchmark:
        times_of("dictionaries")
    threads: 2
    resources:
        mem_mb=larger(4000),
        runtime=60,
        gpu=0,
    params:
        stage=decided_by("dictionaries"),
    message:
        "Page of the dictionaries"
    script:
        "../scripts/stage.py"
