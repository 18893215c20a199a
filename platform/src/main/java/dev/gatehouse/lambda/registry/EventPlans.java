package dev.gatehouse.lambda.registry;

import dev.gatehouse.lambda.model.StoredEventConfig;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.plan.EventHandling;
import dev.gatehouse.lambda.plan.EventSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Makes of what is stored of a function's asynchronous events what the data plane goes by. */
final class EventPlans {
    private EventPlans() {}

    static EventHandling of(StoredVersion latest, Plans.Family family) {
        Map<String, EventSettings> settings = new HashMap<>();
        family.eventConfigs().forEach(each -> settings.put(each.qualifier(), settings(each)));
        Map<String, String> deadLetters = new HashMap<>();
        add(latest, deadLetters);
        family.published().forEach(each -> add(each, deadLetters));
        return settings.isEmpty() && deadLetters.isEmpty()
                ? EventHandling.DEFAULT
                : new EventHandling(settings, deadLetters);
    }

    private static void add(StoredVersion version, Map<String, String> deadLetters) {
        String target = version.configuration().deadLetters();
        if (target != null) {
            deadLetters.put(version.version(), target);
        }
    }

    private static EventSettings settings(StoredEventConfig config) {
        return new EventSettings(
                config.retries(),
                config.ageSeconds() == null ? null : Duration.ofSeconds(config.ageSeconds()),
                config.onSuccess(),
                config.onFailure());
    }
}
