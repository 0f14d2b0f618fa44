wildcard_constraints:
    shown_layer=one_of(DICTIONARY_LAYERS),
    image=one_of(DICTIONARY_IMAGES),


rule sprites:
    input:
        f"{RUN}/network.json",
    output:
        f"{RUN}/sprites/{{shown_layer}}/parts/{{part}}.json",
    log:
        f"{RUN}/logs/sprites/{{shown_layer}}/{{part}}.log",
    benchmark:
        f"{RUN}/benchmarks/sprites/{{shown_layer}}/{{part}}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "network", "sprites")
        | {"parts": SETTINGS.parts.sprites, "dtype": SETTINGS.device.dtype},
    message:
        "Sprites of {wildcards.shown_layer},"
        " part {wildcards.part} of {params.settings[parts]}"
    script:
        "../scripts/sprites.py"


rule sprite_sheet:
    input:
        lambda wildcards: expand(
            f"{RUN}/sprites/{{shown_layer}}/parts/{{part}}.json",
            shown_layer=wildcards.shown_layer,
            part=range(SETTINGS.parts.sprites),
        ),
    output:
        sheet=report(
            f"{RUN}/sprites/{{shown_layer}}.png",
            caption="../report/sprites.rst",
            category="Dictionaries",
            labels={"layer": "{shown_layer}", "shows": "channels"},
        ),
        index=f"{RUN}/sprites/{{shown_layer}}.json",
    log:
        f"{RUN}/logs/sprites/{{shown_layer}}/sheet.log",
    benchmark:
        f"{RUN}/benchmarks/sprites/{{shown_layer}}/sheet.tsv"
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        settings=only(SETTINGS, "sprites"),
    message:
        "Sheet of the sprites of {wildcards.shown_layer}"
    script:
        "../scripts/sprite_sheet.py"


rule channel_examples:
    input:
        network=f"{RUN}/network.json",
        catalogue=f"{RUN}/images/catalogue.json",
    output:
        f"{RUN}/examples/{{shown_layer}}.json",
    log:
        f"{RUN}/logs/examples/{{shown_layer}}.log",
    benchmark:
        f"{RUN}/benchmarks/examples/{{shown_layer}}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "network")
        | only(SETTINGS.dictionaries, "examples", "limit")
        | {"dtype": SETTINGS.device.dtype},
    message:
        "Dataset examples of the channels of {wildcards.shown_layer}"
    script:
        "../scripts/channel_examples.py"


rule dictionary:
    input:
        network=f"{RUN}/network.json",
        photo=lambda wildcards: existing(DICTIONARY_IMAGES[wildcards.image]),
    output:
        f"{RUN}/dictionaries/{{image}}/{{shown_layer}}.json",
    log:
        f"{RUN}/logs/dictionaries/{{image}}/{{shown_layer}}.log",
    benchmark:
        f"{RUN}/benchmarks/dictionaries/{{image}}/{{shown_layer}}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=lambda wildcards: only(SETTINGS, "seed", "network")
        | only(
            SETTINGS.dictionaries,
            *("classes", "size", "groups", "icon", "steps"),
            *("path_steps", "relaxed_pooling"),
        )
        | {
            "image": DICTIONARY_IMAGES[wildcards.image],
            "dtype": SETTINGS.device.dtype,
        },
    message:
        "What {wildcards.image} is to {wildcards.shown_layer}"
    script:
        "../scripts/dictionary.py"


rule dictionaries:
    input:
        network=f"{RUN}/network.json",
        catalogue=f"{RUN}/images/catalogue.json",
        sprites=expand(f"{RUN}/sprites/{{layer}}.json", layer=DICTIONARY_LAYERS),
        examples=expand(f"{RUN}/examples/{{layer}}.json", layer=DICTIONARY_LAYERS),
        dictionaries=expand(
            f"{RUN}/dictionaries/{{image}}/{{layer}}.json",
            image=DICTIONARY_IMAGES,
            layer=DICTIONARY_LAYERS,
        ),
        atlas=f"{RUN}/atlas/index.html",
        cells=linked_cells(),
        web=existing(
            viewer.dictionaries_template_path(),
            viewer.head_path(),
            *map(viewer.built_path, viewer.DICTIONARIES_BUNDLE),
        ),
    output:
        report(
            f"{RUN}/dictionaries/index.html",
            caption="../report/dictionaries.rst",
            category="Dictionaries",
        ),
        f"{RUN}/atlas/dictionaries.js",
    log:
        f"{RUN}/logs/dictionaries/page.log",
    benchmark:
        f"{RUN}/benchmarks/dictionaries/page.tsv"
    threads: 2
    resources:
        mem_mb=lambda wildcards, attempt: 4000 * attempt,
        runtime=60,
        gpu=0,
    params:
        settings=only(SETTINGS, "dictionaries")
        | only(SETTINGS.page, "title", "quality")
        | {
            "form": viewer.DICTIONARIES_FORM,
            "linked": linked_cells(),
            "images": only(SETTINGS.images, "source", "path"),
        },
    message:
        "Page of the dictionaries"
    script:
        "../scripts/dictionaries.py"
