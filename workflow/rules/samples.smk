rule samples:
    input:
        network=f"{RUN}/network.json",
        catalogue=f"{RUN}/images/catalogue.json",
    output:
        f"{RUN}/samples/parts/{{part}}.json",
    log:
        f"{RUN}/logs/samples/{{part}}.log",
    benchmark:
        f"{RUN}/benchmarks/samples/{{part}}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=1440,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "network", "samples", "stores")
        | {"parts": SETTINGS.parts.samples, "dtype": SETTINGS.device.dtype},
    message:
        "Samples, part {wildcards.part} of {params.settings[parts]}"
    script:
        "../scripts/samples.py"


rule gather:
    input:
        expand(f"{RUN}/samples/parts/{{part}}.json", part=range(SETTINGS.parts.samples)),
    output:
        expand(
            f"{RUN}/samples/{{layer}}/{{name}}.json",
            layer=SETTINGS.network.layers,
            name=["index", "moments"],
        ),
    log:
        f"{RUN}/logs/gather.log",
    benchmark:
        f"{RUN}/benchmarks/gather.tsv"
    threads: 4
    resources:
        mem_mb=lambda wildcards, attempt: 4000 * attempt,
        runtime=240,
        gpu=0,
    params:
        settings=only(SETTINGS.network, "layers"),
    message:
        "Indices of the samples and their second moments"
    script:
        "../scripts/gather.py"
