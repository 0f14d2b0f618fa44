rule sprites:
    input:
        unpack(STAGES.inputs("sprites")),
    output:
        STAGES.outputs("sprites"),
    log:
        STAGES.log("sprites"),
    benchmark:
        STAGES.times("sprites")
    wildcard_constraints:
        layer=one_of(DICTIONARY_LAYERS),
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("sprites"),
    message:
        f"Sprites of {{wildcards.layer}}, part {{wildcards.part}} of {SETTINGS.parts.sprites}"
    script:
        "../scripts/stage.py"


rule sprite_sheet:
    input:
        unpack(STAGES.inputs("sprite_sheet")),
    output:
        STAGES.outputs("sprite_sheet")[0],
        report(
            STAGES.outputs("sprite_sheet")[1],
            caption="../report/sprites.rst",
            category="Dictionaries",
            labels={"layer": "{layer}", "shows": "channels"},
        ),
    log:
        STAGES.log("sprite_sheet"),
    benchmark:
        STAGES.times("sprite_sheet")
    wildcard_constraints:
        layer=one_of(DICTIONARY_LAYERS),
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        stage=STAGES.params("sprite_sheet"),
    message:
        "Sheet of the sprites of {wildcards.layer}"
    script:
        "../scripts/stage.py"


rule channel_examples:
    input:
        unpack(STAGES.inputs("channel_examples")),
    output:
        STAGES.outputs("channel_examples"),
    log:
        STAGES.log("channel_examples"),
    benchmark:
        STAGES.times("channel_examples")
    wildcard_constraints:
        layer=one_of(DICTIONARY_LAYERS),
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("channel_examples"),
    message:
        "Dataset examples of the channels of {wildcards.layer}"
    script:
        "../scripts/stage.py"


rule dictionary:
    input:
        unpack(STAGES.inputs("dictionary")),
    output:
        STAGES.outputs("dictionary"),
    log:
        STAGES.log("dictionary"),
    benchmark:
        STAGES.times("dictionary")
    wildcard_constraints:
        layer=one_of(DICTIONARY_LAYERS),
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("dictionary"),
    message:
        "What {wildcards.image} is to {wildcards.layer}"
    script:
        "../scripts/stage.py"


rule dictionaries:
    input:
        unpack(STAGES.inputs("dictionaries")),
    output:
        report(
            STAGES.outputs("dictionaries")[0],
            caption="../report/dictionaries.rst",
            category="Dictionaries",
        ),
        STAGES.outputs("dictionaries")[1:],
    log:
        STAGES.log("dictionaries"),
    benchmark:
        STAGES.times("dictionaries")
    threads: 2
    resources:
        mem_mb=larger(4000),
        runtime=60,
        gpu=0,
    params:
        stage=STAGES.params("dictionaries"),
    message:
        "Page of the dictionaries"
    script:
        "../scripts/stage.py"
