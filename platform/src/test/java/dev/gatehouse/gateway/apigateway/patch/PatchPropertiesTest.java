package dev.gatehouse.gateway.apigateway.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

@net.jqwik.api.Tag("unit")
class PatchPropertiesTest {
    private static final PatchTable TABLE =
            PatchTable.worded(Wording.NAMES_THE_PATH)
                    .elements("/elements")
                    .entries(PatchType.EXACT_TEXT, "/entries", "missing")
                    .build();

    @Property
    void everyPathReadsBackFromItsText(
            @ForAll @Size(min = 1, max = 5) List<@NotEmpty String> steps) {
        PatchPath path = new PatchPath(steps);
        assertThat(PatchPath.parse(path.toString())).isEqualTo(path);
    }

    @Property
    void addingEntriesIsPuttingThemIntoAMap(@ForAll List<@NotEmpty String> keys) {
        Map<String, Object> expected = new LinkedHashMap<>();
        List<PatchChange> changes = new ArrayList<>();
        for (String key : keys) {
            expected.put(key, "v" + key);
            changes.add(at(PatchOp.ADD, "entries", key, "v" + key));
        }
        Map<String, Object> changed = TABLE.apply(Map.of(), changes);
        assertThat(changed.getOrDefault("entries", Map.of())).isEqualTo(expected);
    }

    @Property
    void removingWhatWasAddedLeavesNothing(@ForAll @Size(max = 8) List<@NotEmpty String> elements) {
        List<PatchChange> changes = new ArrayList<>();
        elements.forEach(element -> changes.add(at(PatchOp.ADD, "elements", element, "")));
        elements.forEach(element -> changes.add(at(PatchOp.REMOVE, "elements", element, "")));
        assertThat(TABLE.apply(Map.of(), changes)).isEmpty();
    }

    private static PatchChange at(PatchOp op, String parent, String key, String value) {
        String path = new PatchPath(List.of(parent, key)).toString();
        return new PatchChange(op, path, value, null);
    }
}
