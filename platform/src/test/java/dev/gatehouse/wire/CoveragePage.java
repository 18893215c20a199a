package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text of docs/coverage.md: which operations of which services this node answers. */
final class CoveragePage {
    private final Map<String, ServiceModel> models = new TreeMap<>();
    private final Map<String, Set<String>> implemented = new TreeMap<>();

    /** Adds a service, with the names of the operations that have a handler. */
    void add(ServiceModel model, Set<String> operations) {
        models.put(model.name(), model);
        implemented.put(model.name(), operations);
    }

    String text() {
        StringBuilder page = new StringBuilder();
        page.append("# Coverage\n\n");
        page.append("Operations of AWS's APIs that a node serves. Any other is rejected with an");
        page.append(" error that names it.\n");
        page.append("This page is made from the lists of operations in the code; to make it");
        page.append(" again:\n\n    ").append(CoverageTest.REGENERATE).append("\n\n");
        page.append("| service | implemented | of |\n|---|---:|---:|\n");
        models.values().forEach(model -> summary(model, page));
        models.values().forEach(model -> section(model, page));
        return page.toString();
    }

    private void summary(ServiceModel model, StringBuilder page) {
        page.append("| [").append(title(model)).append("](#").append(anchor(model)).append(") | ");
        page.append(names(model, true).size()).append(" | ");
        page.append(model.operations().size()).append(" |\n");
    }

    private void section(ServiceModel model, StringBuilder page) {
        page.append("\n## ").append(title(model)).append("\n\n");
        page.append("Implemented: ").append(joined(names(model, true))).append(".\n\n");
        Map<String, String> reasons = Reasons.of(model.name());
        List<String> missing = names(model, false);
        page.append("Not yet: ");
        page.append(joined(missing.stream().filter(name -> !reasons.containsKey(name)).toList()));
        page.append(".\n");
        if (!reasons.isEmpty()) {
            page.append("\n| not here | because |\n|---|---|\n");
            new LinkedHashSet<>(reasons.values())
                    .forEach(reason -> page.append(row(reason, reasons)));
        }
    }

    private static String row(String reason, Map<String, String> reasons) {
        List<String> names =
                reasons.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(reason))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        return "| " + joined(names) + " | " + reason + " |\n";
    }

    private List<String> names(ServiceModel model, boolean answered) {
        Set<String> operations = implemented.getOrDefault(model.name(), Set.of());
        return model.operations().stream()
                .map(OperationModel::name)
                .filter(name -> operations.contains(name) == answered)
                .sorted()
                .toList();
    }

    private static String joined(List<String> names) {
        return names.isEmpty() ? "none" : names.stream().collect(Collectors.joining(", "));
    }

    private static String title(ServiceModel model) {
        return model.names().id() + " " + model.names().apiVersion();
    }

    private static String anchor(ServiceModel model) {
        return title(model).toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
