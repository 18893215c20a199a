package dev.gatehouse.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Conversions of lists and maps for generated views. */
public final class Views {
    private Views() {}

    /** Each element converted. */
    public static <S, T> Function<List<S>, List<T>> list(Function<S, T> view) {
        return list -> {
            List<T> views = new ArrayList<>(list.size());
            for (S element : list) {
                views.add(view.apply(element));
            }
            return Collections.unmodifiableList(views);
        };
    }

    /** Each value converted. */
    public static <S, T> Function<Map<String, S>, Map<String, T>> map(Function<S, T> view) {
        return map -> {
            Map<String, T> views = LinkedHashMap.newLinkedHashMap(map.size());
            map.forEach((key, value) -> views.put(key, view.apply(value)));
            return Collections.unmodifiableMap(views);
        };
    }
}
