package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.GetLayerVersionResponse;
import dev.gatehouse.aws.lambda.LayerVersionContentOutput;
import dev.gatehouse.aws.lambda.LayerVersionsListItem;
import dev.gatehouse.aws.lambda.LayersListItem;
import dev.gatehouse.aws.lambda.PublishLayerVersionResponse;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.code.CodeDownloads;
import dev.gatehouse.lambda.configuration.LayerArn;
import dev.gatehouse.lambda.model.StoredLayerVersion;
import dev.gatehouse.wire.RequestContext;

/** Stored layer versions as Lambda shows them. */
final class LayerResponses {
    private final CodeDownloads downloads;

    LayerResponses(CodeDownloads downloads) {
        this.downloads = downloads;
    }

    PublishLayerVersionResponse published(
            RequestContext context, String name, StoredLayerVersion version) {
        return PublishLayerVersionResponse.builder()
                .content(content(context, version))
                .layerArn(LayerArn.of(Here.of(context), name).toString())
                .layerVersionArn(arn(context, name, version))
                .description(version.description())
                .createdDate(FunctionResponses.instant(version.createdDate()))
                .version(version.number())
                .compatibleRuntimes(version.compatibility().runtimes())
                .licenseInfo(version.licenseInfo())
                .compatibleArchitectures(version.compatibility().architectures())
                .build();
    }

    GetLayerVersionResponse version(
            RequestContext context, String name, StoredLayerVersion version) {
        return GetLayerVersionResponse.builder()
                .content(content(context, version))
                .layerArn(LayerArn.of(Here.of(context), name).toString())
                .layerVersionArn(arn(context, name, version))
                .description(version.description())
                .createdDate(FunctionResponses.instant(version.createdDate()))
                .version(version.number())
                .compatibleRuntimes(version.compatibility().runtimes())
                .licenseInfo(version.licenseInfo())
                .compatibleArchitectures(version.compatibility().architectures())
                .build();
    }

    static LayerVersionsListItem listed(
            RequestContext context, String name, StoredLayerVersion version) {
        return LayerVersionsListItem.builder()
                .layerVersionArn(arn(context, name, version))
                .version(version.number())
                .description(version.description())
                .createdDate(FunctionResponses.instant(version.createdDate()))
                .compatibleRuntimes(version.compatibility().runtimes())
                .licenseInfo(version.licenseInfo())
                .compatibleArchitectures(version.compatibility().architectures())
                .build();
    }

    static LayersListItem layer(RequestContext context, String name, StoredLayerVersion newest) {
        return LayersListItem.builder()
                .layerName(name)
                .layerArn(LayerArn.of(Here.of(context), name).toString())
                .latestMatchingVersion(listed(context, name, newest))
                .build();
    }

    private static String arn(RequestContext context, String name, StoredLayerVersion version) {
        return LayerArn.of(Here.of(context), name, version.number()).toString();
    }

    private LayerVersionContentOutput content(RequestContext context, StoredLayerVersion version) {
        return LayerVersionContentOutput.builder()
                .location(downloads.link(context.authority(), version.code().key()))
                .codeSha256(version.code().sha256())
                .codeSize(version.code().zippedBytes())
                .build();
    }
}
