package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiKey;
import dev.gatehouse.aws.apigateway.ApiKeyIds;
import dev.gatehouse.aws.apigateway.UsagePlanKey;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.resource.Repositories;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An import of API keys from comma-separated values (API Gateway Developer Guide, "API Gateway API
 * key file format"): a line of column names, then a line for each key. What is wrong with one line
 * is a warning, and the line is left out, unless warnings are to fail the import.
 */
final class KeyImport {
    private static final Set<String> COLUMNS =
            Set.of("name", "key", "description", "enabled", "usageplanids");

    private final Repositories in;
    private final RestLimits limits;
    private final boolean strict;
    private final List<String> ids = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param strict whether a warning fails the import
     */
    KeyImport(Repositories in, RestLimits limits, boolean strict) {
        this.in = in;
        this.limits = limits;
        this.strict = strict;
    }

    ApiKeyIds carryOut(byte[] file) {
        List<List<String>> rows = CsvRows.of(new String(file, StandardCharsets.UTF_8));
        if (rows.isEmpty()) {
            throw badRequest("The API key file is empty");
        }
        List<String> columns =
                rows.getFirst().stream()
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
        if (!columns.contains("key") || !columns.contains("name")) {
            throw badRequest("The API key file must have the columns name and key");
        }
        columns.stream()
                .filter(name -> !COLUMNS.contains(name))
                .forEach(name -> warn("Unknown column '" + name + "' ignored"));
        for (int line = 1; line < rows.size(); line++) {
            row(line + 1, cells(columns, rows.get(line)));
        }
        return ApiKeyIds.builder().ids(ids).warnings(warnings).build();
    }

    private static Map<String, String> cells(List<String> columns, List<String> row) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(columns.size(), row.size()); i++) {
            cells.put(columns.get(i), row.get(i).strip());
        }
        return cells;
    }

    private void row(int line, Map<String, String> cells) {
        String value = cells.getOrDefault("key", "");
        if (value.isEmpty()) {
            warn("Line " + line + ": no API key value");
            return;
        }
        if (KeyValues.taken(in, value)) {
            warn("Line " + line + ": API Key already exists");
            return;
        }
        String description = cells.getOrDefault("description", "");
        ApiKey wanted =
                ApiKey.builder()
                        .name(cells.getOrDefault("name", ""))
                        .value(value)
                        .description(description.isEmpty() ? null : description)
                        .enabled(Boolean.parseBoolean(cells.getOrDefault("enabled", "true")))
                        .build();
        ApiKey made = in.of(UsageTypes.KEY).put(ApiKeyOperations.fresh(in, wanted, limits));
        String id = Objects.requireNonNull(made.id());
        ids.add(id);
        for (String plan : cells.getOrDefault("usageplanids", "").split("[,|;\\s]+")) {
            if (!plan.isEmpty()) {
                join(line, id, plan);
            }
        }
    }

    private void join(int line, String id, String plan) {
        if (in.of(UsageTypes.PLAN).find(plan).isEmpty()) {
            warn("Line " + line + ": Invalid Usage Plan ID specified: " + plan);
            return;
        }
        PlanMembership.requireOne(in, plan, id);
        in.of(UsageTypes.PLAN_KEY, plan)
                .put(UsagePlanKey.builder().id(id).type(PlanMembership.TYPE).build());
    }

    private void warn(String warning) {
        if (strict) {
            throw badRequest("Warnings found during import: " + warning);
        }
        warnings.add(warning);
    }
}
