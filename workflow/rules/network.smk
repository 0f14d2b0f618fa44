rule network:
    input:
        existing(SETTINGS.network.file, SETTINGS.network.classes),
    output:
        f"{RUN}/network.json",
    log:
        f"{RUN}/logs/network.log",
    benchmark:
        f"{RUN}/benchmarks/network.tsv"
    priority: 1  # it tells of mistakes within seconds: where cores are few, nothing starts before
    localrule: True  # weights are fetched where the run is started: nodes are often offline
    threads: 1
    resources:
        mem_mb=4000,
        runtime=30,
        gpu=0,
    params:
        settings=only(SETTINGS, "network") | only(SETTINGS.images, "size"),
    message:
        "Network: {params.settings[network][name]}"
    script:
        "../scripts/network.py"
