package dev.gatehouse.gateway.apigateway.usage;

import dev.gatehouse.aws.apigateway.UsagePlanKey;
import dev.gatehouse.gateway.resource.Index;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.store.Kind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The usage plans that each key is in. */
final class PlansOfKeys implements Index<UsagePlanKey> {
    private static final Kind<Entry> KIND = new Kind<>("apigateway.planofkey", Entry.class);

    /** One plan of a key, whose id the entry belongs to. */
    record Entry(String planId) {}

    @Override
    public void follow(
            Repositories in,
            String planId,
            @Nullable UsagePlanKey before,
            @Nullable UsagePlanKey after) {
        if (after != null) {
            in.documents(KIND, keyId(after)).put(planId, new Entry(planId));
        } else if (before != null) {
            in.documents(KIND, keyId(before)).delete(planId);
        }
    }

    @Override
    public void clear(Repositories in, String planId) {
        in.of(UsageTypes.PLAN_KEY, planId)
                .all()
                .forEach(key -> in.documents(KIND, keyId(key)).delete(planId));
    }

    /** The ids of the plans that a key is in. */
    static List<String> of(Repositories in, String keyId) {
        return in.documents(KIND, keyId).all("").stream().map(Entry::planId).toList();
    }

    private static String keyId(UsagePlanKey key) {
        return Objects.requireNonNull(key.id());
    }
}
