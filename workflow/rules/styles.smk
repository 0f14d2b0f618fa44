rule styles:
    input:
        pictures=existing(*SETTINGS.styles.photos, *SETTINGS.styles.styles),
        weights=existing(SETTINGS.texture_network.file),
    output:
        report(
            f"{RUN}/styles/sheet.png",
            caption="../report/styles.rst",
            category="Styles",
        ),
        [f"{RUN}/styles/{name}" for name in ("loss.png", "styles.json")],
    log:
        f"{RUN}/logs/styles.log",
    benchmark:
        f"{RUN}/benchmarks/styles.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "texture_network", "styles")
        | {"dtype": SETTINGS.device.dtype},
    message:
        "Style transfer"
    script:
        "../scripts/styles.py"
