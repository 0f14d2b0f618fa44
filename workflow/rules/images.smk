rule catalogue:
    output:
        f"{RUN}/images/catalogue.json",
    log:
        f"{RUN}/logs/catalogue.log",
    benchmark:
        f"{RUN}/benchmarks/catalogue.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 4000 * attempt,
        runtime=480,
        gpu=0,
    params:
        # Of the network only its input's side counts, so that other layers leave it as it is.
        settings=only(SETTINGS, "seed", "images")
        | ({} if SETTINGS.images.size else only(SETTINGS.network, "name")),
    message:
        "Catalogue of the images"
    script:
        "../scripts/catalogue.py"
