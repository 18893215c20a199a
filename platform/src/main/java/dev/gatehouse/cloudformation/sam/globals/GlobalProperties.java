package dev.gatehouse.cloudformation.sam.globals;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sections that Globals may have and the properties of each, in the order in which SAM's
 * messages list them ("Globals section of the AWS SAM template" in the developer guide; the lists
 * are those of aws-sam-translator 1.115.0).
 */
final class GlobalProperties {
    private static final List<String> FUNCTION =
            List.of(
                    "Handler",
                    "Runtime",
                    "CodeUri",
                    "DeadLetterQueue",
                    "Description",
                    "MemorySize",
                    "Timeout",
                    "VpcConfig",
                    "Environment",
                    "Tags",
                    "PropagateTags",
                    "Tracing",
                    "KmsKeyArn",
                    "AutoPublishAlias",
                    "AutoPublishAliasAllProperties",
                    "Layers",
                    "DeploymentPreference",
                    "RolePath",
                    "PermissionsBoundary",
                    "ReservedConcurrentExecutions",
                    "ProvisionedConcurrencyConfig",
                    "AssumeRolePolicyDocument",
                    "EventInvokeConfig",
                    "FileSystemConfigs",
                    "CodeSigningConfigArn",
                    "Architectures",
                    "SnapStart",
                    "EphemeralStorage",
                    "FunctionUrlConfig",
                    "RuntimeManagementConfig",
                    "LoggingConfig",
                    "RecursiveLoop",
                    "SourceKMSKeyArn",
                    "TenancyConfig",
                    "DurableConfig",
                    "CapacityProviderConfig",
                    "FunctionScalingConfig",
                    "PublishToLatestPublished",
                    "VersionDeletionPolicy");

    private static final List<String> API =
            List.of(
                    "Auth",
                    "Name",
                    "DefinitionUri",
                    "CacheClusterEnabled",
                    "CacheClusterSize",
                    "MergeDefinitions",
                    "Variables",
                    "EndpointConfiguration",
                    "MethodSettings",
                    "BinaryMediaTypes",
                    "MinimumCompressionSize",
                    "Cors",
                    "GatewayResponses",
                    "AccessLogSetting",
                    "CanarySetting",
                    "TracingEnabled",
                    "OpenApiVersion",
                    "Domain",
                    "AlwaysDeploy",
                    "PropagateTags",
                    "SecurityPolicy",
                    "EndpointAccessMode");

    private static final List<String> HTTP_API =
            List.of(
                    "Auth",
                    "AccessLogSettings",
                    "StageVariables",
                    "Tags",
                    "CorsConfiguration",
                    "DefaultRouteSettings",
                    "Domain",
                    "RouteSettings",
                    "FailOnWarnings",
                    "PropagateTags");

    private static final List<String> WEB_SOCKET_API =
            List.of(
                    "AccessLogSettings",
                    "ApiKeySelectionExpression",
                    "DefaultRouteSettings",
                    "DisableExecuteApiEndpoint",
                    "DisableSchemaValidation",
                    "Domain",
                    "FailOnWarnings",
                    "IpAddressType",
                    "PropagateTags",
                    "RouteSelectionExpression",
                    "RouteSettings",
                    "StageVariables",
                    "Tags");

    private static final List<String> CAPACITY_PROVIDER =
            List.of(
                    "VpcConfig",
                    "OperatorRole",
                    "Tags",
                    "InstanceRequirements",
                    "ScalingConfig",
                    "KmsKeyArn",
                    "PropagateTags",
                    "LoggingConfig",
                    "ManagedResourceTags");

    private static final List<String> MICROVM_IMAGE =
            List.of(
                    "BuildRoleArn",
                    "BaseImageArn",
                    "BaseImageVersion",
                    "Logging",
                    "EgressNetworkConnectors",
                    "CpuConfigurations",
                    "Resources",
                    "AdditionalOsCapabilities",
                    "Hooks",
                    "EnvironmentVariables",
                    "Tags",
                    "PropagateTags");

    /** By section; sorted, as SAM lists the sections. */
    static final Map<String, List<String>> BY_SECTION = Collections.unmodifiableMap(sections());

    private GlobalProperties() {}

    private static Map<String, List<String>> sections() {
        Map<String, List<String>> sections = new TreeMap<>();
        sections.put("Function", FUNCTION);
        sections.put("Api", API);
        sections.put("HttpApi", HTTP_API);
        sections.put("WebSocketApi", WEB_SOCKET_API);
        sections.put("SimpleTable", List.of("SSESpecification"));
        sections.put("StateMachine", List.of("PropagateTags"));
        sections.put("LayerVersion", List.of("PublishLambdaVersion"));
        sections.put("CapacityProvider", CAPACITY_PROVIDER);
        sections.put("MicrovmImage", MICROVM_IMAGE);
        sections.put("NetworkConnector", List.of("OperatorRole", "Tags", "PropagateTags"));
        return sections;
    }
}
