"""Pushes a small image to a repository of ECR by its API: push.py ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME TAG."""

import gzip
import hashlib
import io
import json
import sys
import tarfile

import boto3

CONFIG = {
    "architecture": "amd64",
    "os": "linux",
    "config": {"Entrypoint": ["/app/main"], "WorkingDir": "/app"},
    "rootfs": {"type": "layers", "diff_ids": []},
}


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def layer():
    """A file system with one file, and its digest before it was compressed."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        program = b"#!/bin/sh\n"
        entry = tarfile.TarInfo("app/main")
        entry.mode, entry.size = 0o755, len(program)
        archive.addfile(entry, io.BytesIO(program))
    return gzip.compress(plain.getvalue(), mtime=0), digest(plain.getvalue())


def push(ecr, name, content):
    """Uploads a blob unless it is there, and tells how manifests name it."""
    found = ecr.batch_check_layer_availability(repositoryName=name, layerDigests=[digest(content)])
    if found["layers"][0]["layerAvailability"] != "AVAILABLE":
        upload = ecr.initiate_layer_upload(repositoryName=name)["uploadId"]
        ecr.upload_layer_part(
            repositoryName=name, uploadId=upload, partFirstByte=0, partLastByte=len(content) - 1, layerPartBlob=content
        )
        ecr.complete_layer_upload(repositoryName=name, uploadId=upload, layerDigests=[digest(content)])
    return {"digest": digest(content), "size": len(content)}


def main(url, tag):
    ecr = boto3.client("ecr", region_name=url.split(".")[3])
    name = url.partition("/")[2]
    files, diff = layer()
    CONFIG["rootfs"]["diff_ids"] = [diff]
    kind = "application/vnd.docker.%s"
    manifest = {
        "schemaVersion": 2,
        "mediaType": kind % "distribution.manifest.v2+json",
        "config": {"mediaType": kind % "container.image.v1+json", **push(ecr, name, json.dumps(CONFIG).encode())},
        "layers": [{"mediaType": kind % "image.rootfs.diff.tar.gzip", **push(ecr, name, files)}],
    }
    ecr.put_image(repositoryName=name, imageTag=tag, imageManifest=json.dumps(manifest))


main(*sys.argv[1:])
