package dev.gatehouse.gateway.apigateway.sdk;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.GetSdkRequest;
import dev.gatehouse.aws.apigateway.SdkResponse;
import dev.gatehouse.aws.apigateway.SdkType;
import dev.gatehouse.aws.apigateway.SdkTypes;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The operations on generated clients. */
public final class SdkOperations {
    private static final SdkType JAVASCRIPT =
            SdkType.builder()
                    .id("javascript")
                    .friendlyName("JavaScript")
                    .description("JavaScript SDK")
                    .build();

    /** Those that AWS generates, too. */
    private static final Set<String> OTHERS =
            Set.of("android", "objectivec", "swift", "java", "ruby");

    private SdkOperations() {}

    public static void addTo(Resources service) {
        service.on(
                        ApiGateway.GET_SDK_TYPES,
                        (_, _) -> SdkTypes.builder().items(List.of(JAVASCRIPT)).build())
                .on(ApiGateway.GET_SDK_TYPE, (_, request) -> type(request.id()))
                .on(ApiGateway.GET_SDK, SdkOperations::generate);
    }

    private static SdkType type(String id) {
        if (OTHERS.contains(id)) {
            throw unsupported("the SDK type " + id);
        }
        if (!id.equals(JAVASCRIPT.id())) {
            throw notFound("Invalid SDK type identifier specified");
        }
        return JAVASCRIPT;
    }

    private static SdkResponse generate(Repositories in, GetSdkRequest request) {
        String apiId = request.restApiId();
        in.of(RestTypes.API).get(apiId);
        Stage stage = in.of(RestTypes.STAGE, apiId).get(request.stageName());
        type(request.sdkType());
        RestSnapshot snapshot =
                in.documents(RestSnapshot.KIND, apiId)
                        .find(Objects.requireNonNull(stage.deploymentId()))
                        .orElseThrow();
        String url =
                "https://%s.execute-api.%s.%s/%s"
                        .formatted(
                                apiId,
                                in.region(),
                                in.region().domainSuffix(),
                                request.stageName());
        return SdkResponse.builder()
                .body(JavaScriptSdk.archive(snapshot, url, in.region().name()))
                .contentType("application/octet-stream")
                .contentDisposition(
                        "attachment; filename=\"javascript_%s.zip\"".formatted(in.now()))
                .build();
    }
}
