rule dreams:
    input:
        network=f"{RUN}/network.json",
        photos=existing(*SETTINGS.dreams.photos, SETTINGS.dreams.guide),
    output:
        report(
            f"{RUN}/dreams/sheet.png",
            caption="../report/dreams.rst",
            category="Dreams",
        ),
        [f"{RUN}/dreams/{name}" for name in ("noise.gif", "noise.mp4", "dreams.json")],
    log:
        f"{RUN}/logs/dreams.log",
    benchmark:
        f"{RUN}/benchmarks/dreams.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "network", "dreams")
        | only(SETTINGS.figures, "layers")
        | {"dtype": SETTINGS.device.dtype},
    message:
        "Dreams on photos and from noise"
    script:
        "../scripts/dreams.py"
