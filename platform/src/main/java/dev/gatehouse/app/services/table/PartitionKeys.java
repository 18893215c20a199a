package dev.gatehouse.app.services.table;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that partition keys consist of. Tables are asked each time: one may have been made
 * anew, and few policies want to know.
 *
 * @param services the way to the tables
 */
record PartitionKeys(AwsServices services) {

    /**
     * Those of a table or an index, in order; empty where they are not known.
     *
     * @param resource its ARN
     */
    Optional<List<String>> of(String resource) {
        Arn arn = Arn.parse(resource).orElse(null);
        Region region = arn == null ? null : Region.parse(arn.region()).orElse(null);
        AccountId account = arn == null ? null : AccountId.parse(arn.account()).orElse(null);
        if (arn == null || region == null || account == null) {
            return Optional.empty();
        }
        String[] path = arn.resource().split("/", 4);
        if (path.length < 2) {
            return Optional.empty();
        }
        try {
            Map<String, Object> told =
                    services.as(new CallerIdentity(Principal.root(account), region))
                            .call("dynamodb", "DescribeTable", Map.of("TableName", path[1]));
            return of(told.get("Table"), path.length > 3 ? path[3] : null);
        } catch (ServiceException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> of(@Nullable Object table, @Nullable String index) {
        if (!(table instanceof Map<?, ?> known)) {
            return Optional.empty();
        }
        if (index == null) {
            return Optional.of(hashes(known));
        }
        for (String kind : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            if (known.get(kind) instanceof List<?> indexes) {
                for (Object each : indexes) {
                    if (each instanceof Map<?, ?> one && index.equals(one.get("IndexName"))) {
                        return Optional.of(hashes(one));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> hashes(Map<?, ?> keyed) {
        List<String> names = new ArrayList<>();
        if (keyed.get("KeySchema") instanceof List<?> elements) {
            for (Object each : elements) {
                if (each instanceof Map<?, ?> element && "HASH".equals(element.get("KeyType"))) {
                    names.add(String.valueOf(element.get("AttributeName")));
                }
            }
        }
        return names;
    }
}
