package dev.gatehouse.cloudformation.type.apigateway;

import dev.gatehouse.cloudformation.resource.ResourceType;
import java.util.List;

/** The types of both services of API Gateway. A new one is a file and a line here. */
public final class GatewayTypes {
    /** Every type. */
    public static final List<ResourceType> ALL =
            List.of(
                    new RestMethod(),
                    new RestAccount(),
                    ApiGatewayTypes.restApi(),
                    ApiGatewayTypes.resource(),
                    ApiGatewayTypes.authorizer(),
                    ApiGatewayTypes.deployment(),
                    new StageType(),
                    new RestModelType(),
                    new GatewayResponseType(),
                    ApiGatewayTypes.requestValidator(),
                    ApiGatewayTypes.documentationPart(),
                    new DocumentationVersionType(),
                    new ApiKeyType(),
                    new UsagePlanType(),
                    new UsagePlanKeyType(),
                    AccountResource.vpcLink(),
                    AccountResource.clientCertificate(),
                    AccountResource.vpcLinkV2(),
                    ApiGatewayV2Types.api(),
                    ApiGatewayV2Types.integration(),
                    ApiGatewayV2Types.authorizer(),
                    ApiGatewayV2Types.route(),
                    ApiGatewayV2Types.stage(),
                    WebSocketTypes.deployment(),
                    WebSocketTypes.model(),
                    WebSocketTypes.routeResponse(),
                    WebSocketTypes.integrationResponse());

    private GatewayTypes() {}
}
