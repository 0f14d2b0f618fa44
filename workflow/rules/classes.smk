rule class_pictures:
    input:
        f"{RUN}/network.json",
    output:
        f"{RUN}/classes/{{recipe}}.json",
    log:
        f"{RUN}/logs/classes/{{recipe}}.log",
    benchmark:
        f"{RUN}/benchmarks/classes/{{recipe}}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "network")
        | only(SETTINGS.classes, "classes", "size")
        | {"dtype": SETTINGS.device.dtype},
    message:
        "Class pictures by {wildcards.recipe}"
    script:
        "../scripts/class_pictures.py"


rule classes:
    input:
        pictures=expand(
            f"{RUN}/classes/{{recipe}}.json", recipe=SETTINGS.classes.recipes
        ),
        network=f"{RUN}/network.json",
    output:
        report(
            f"{RUN}/classes/sheet.png",
            caption="../report/classes.rst",
            category="Classes",
        ),
        f"{RUN}/classes/sheet.json",
    log:
        f"{RUN}/logs/classes/sheet.log",
    benchmark:
        f"{RUN}/benchmarks/classes/sheet.tsv"
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        settings=only(SETTINGS.classes, "recipes"),
    message:
        "Sheet of class pictures"
    script:
        "../scripts/classes.py"
