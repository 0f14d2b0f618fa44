rule catalogue:
    input:
        f"{RUN}/network.json",
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
        settings=only(SETTINGS, "seed", "images"),
    message:
        "Catalogue of the images"
    script:
        "../scripts/catalogue.py"
