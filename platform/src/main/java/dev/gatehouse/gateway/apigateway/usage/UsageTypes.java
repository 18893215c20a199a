package dev.gatehouse.gateway.apigateway.usage;

import dev.gatehouse.aws.apigateway.ApiKey;
import dev.gatehouse.aws.apigateway.UsagePlan;
import dev.gatehouse.aws.apigateway.UsagePlanKey;
import dev.gatehouse.gateway.resource.Naming;
import dev.gatehouse.gateway.resource.ResourceType;

/** How API keys and usage plans are kept and named. */
public final class UsageTypes {
    public static final ResourceType<ApiKey> KEY =
            ResourceType.of(
                            "apigateway.apikey",
                            ApiKey.builder().build(),
                            ApiKey::new,
                            Naming.by("id", "apiKey", "Invalid API Key identifier specified")
                                    .collection("apikeys"))
                    .announced()
                    .indexed(new KeyValues());

    public static final ResourceType<UsagePlan> PLAN =
            ResourceType.of(
                            "apigateway.usageplan",
                            UsagePlan.builder().build(),
                            UsagePlan::new,
                            Naming.by("id", "usagePlanId", "Invalid Usage Plan ID specified")
                                    .collection("usageplans"))
                    .announced();

    /** A key's place in a plan; what is shown of the key is read from the key. */
    static final ResourceType<UsagePlanKey> PLAN_KEY =
            ResourceType.of(
                            "apigateway.usageplankey",
                            UsagePlanKey.builder().build(),
                            UsagePlanKey::new,
                            Naming.by("id", "keyId", "Invalid API Key identifier specified")
                                    .below(PLAN))
                    .announced()
                    .indexed(new PlansOfKeys());

    private UsageTypes() {}
}
