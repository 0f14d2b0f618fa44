rule neurons:
    input:
        network=f"{RUN}/network.json",
        catalogue=f"{RUN}/images/catalogue.json",
    output:
        report(
            f"{RUN}/neurons/{NEURONS}.png",
            caption="../report/neurons.rst",
            category="Neurons",
        ),
        f"{RUN}/neurons/{NEURONS}.json",
    log:
        f"{RUN}/logs/neurons/{NEURONS}.log",
    benchmark:
        f"{RUN}/benchmarks/neurons/{NEURONS}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "network", "neurons")
        | {"dtype": SETTINGS.device.dtype},
    message:
        f"Channels of {NEURONS}"
    script:
        "../scripts/neurons.py"
