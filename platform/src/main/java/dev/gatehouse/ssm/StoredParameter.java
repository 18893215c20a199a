package dev.gatehouse.ssm;

import dev.gatehouse.store.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A parameter as it is stored; its earlier versions are documents of their own.
 *
 * @param current its newest version
 * @param labels the version that each label stands for
 */
record StoredParameter(
        String name, ParameterVersion current, Map<String, Long> labels, Map<String, String> tags) {
    static final Kind<StoredParameter> KIND = new Kind<>("ssm.parameter", StoredParameter.class);

    StoredParameter {
        labels = Map.copyOf(labels);
        tags = Map.copyOf(tags);
    }

    StoredParameter with(ParameterVersion newer) {
        return new StoredParameter(name, newer, labels, tags);
    }

    StoredParameter tagged(Map<String, String> others) {
        return new StoredParameter(name, current, labels, others);
    }

    /** The same with labels of a version, which are no other version's then. */
    StoredParameter labelled(List<String> added, long version) {
        Map<String, Long> all = new HashMap<>(labels);
        added.forEach(label -> all.put(label, version));
        return new StoredParameter(name, current, all, tags);
    }

    StoredParameter unlabelled(List<String> removed) {
        Map<String, Long> left = new HashMap<>(labels);
        left.keySet().removeAll(removed);
        return new StoredParameter(name, current, left, tags);
    }

    /** The labels of one version, sorted. */
    List<String> labelsOf(long version) {
        return labels.entrySet().stream()
                .filter(label -> label.getValue() == version)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
