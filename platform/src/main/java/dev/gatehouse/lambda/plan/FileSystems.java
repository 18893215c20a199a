package dev.gatehouse.lambda.plan;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folders of this machine that stand for access points of file systems, by their ARNs. */
public final class FileSystems {
    private record Place(Pattern arn, Path folder) {}

    private final List<Place> places;

    /**
     * @param folders by ARN of an access point, in which {@code *} stands for any text; of several
     *     that fit the longest counts
     */
    public FileSystems(Map<String, Path> folders) {
        this.places =
                folders.entrySet().stream()
                        .sorted(
                                Comparator.comparing(
                                        Map.Entry::getKey,
                                        Comparator.comparing(String::length).reversed()))
                        .map(entry -> new Place(pattern(entry.getKey()), entry.getValue()))
                        .toList();
    }

    private static Pattern pattern(String arn) {
        return Pattern.compile(Pattern.quote(arn).replace("*", "\\E.*\\Q"));
    }

    /** The folder for an access point; empty where none is set. */
    public Optional<Path> folder(String arn) {
        return places.stream()
                .filter(place -> place.arn().matcher(arn).matches())
                .map(Place::folder)
                .findFirst();
    }
}
