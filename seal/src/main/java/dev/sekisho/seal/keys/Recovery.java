package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the newest good state of each drawer among the places. Writers go place after place, so a power cut leaves at most one
 * torn end and at most one generation of difference; whatever is more than that is damage, and is healed from another place or
 * refuses the start.
 */
final class Recovery {
    private final DrawerFile format;
    private final Disk disk;
    private final List<Place> places;

    Recovery(DrawerFile format, Disk disk, List<Place> places) {
        this.format = format;
        this.disk = disk;
        this.places = places;
    }

    /** What one place has of a drawer: an image, or what is wrong with it. */
    private record Found(Place place, Optional<DrawerFile.Image> image, String fault) {
        boolean usable() {
            return image.isPresent() && image.get().rest() != DrawerFile.Rest.DAMAGED;
        }

        DrawerFile.Image state() {
            return image.orElseThrow();
        }
    }

    /**
     * Loads a drawer and levels its places.
     *
     * @throws SekishoException {@code KEY_STORE_DAMAGED} if no place has a good state
     */
    void load(int number, Drawer drawer) {
        List<Found> all = new ArrayList<>();
        for (Place place : places) {
            all.add(look(number, place));
        }
        Found best = all.stream()
                .filter(Found::usable)
                .max(Comparator.comparingLong((Found found) -> found.state().generation())
                        .thenComparingInt(found -> found.state().records())
                        .thenComparing(found -> found.state().rest() == DrawerFile.Rest.CLEAN))
                .orElseThrow(() -> damaged(number, all));
        DrawerFile.Image image = best.state();
        long highest = all.stream()
                .flatMap(found -> found.image().stream())
                .mapToLong(DrawerFile.Image::generation)
                .max()
                .orElseThrow();
        long torn = all.stream()
                .filter(found -> found.usable() && found.state().rest() == DrawerFile.Rest.TORN)
                .count();
        if (highest > image.generation() || (image.rest() == DrawerFile.Rest.TORN && torn > 1)) {
            throw damaged(number, all);
        }
        List<Found> behind = all.stream().filter(found -> !same(found, image)).toList();
        drawer.load(image, highest, behind.isEmpty());
        for (Found found : behind) {
            found.place()
                    .behind(
                            number,
                            new IOException(found.fault().isEmpty() ? "was older than another place" : found.fault()));
        }
        if (!behind.isEmpty()) {
            drawer.level();
            behind.stream()
                    .filter(found -> found.place().healthy())
                    .forEach(found -> found.place()
                            .repaired("repaired at start from another place: "
                                    + (found.fault().isEmpty() ? "it was older" : found.fault())));
        }
    }

    private static boolean same(Found found, DrawerFile.Image image) {
        return found.usable()
                && found.state().rest() == DrawerFile.Rest.CLEAN
                && found.state().generation() == image.generation()
                && found.state().records() == image.records();
    }

    private Found look(int number, Place place) {
        try {
            byte[] file = disk.read(place.file(DrawerFile.name(number)));
            DrawerFile.Image image = format.read(number, file);
            String fault = switch (image.rest()) {
                case CLEAN -> "";
                case TORN -> "the last write was cut off";
                case DAMAGED -> "the file is damaged";
            };
            return new Found(place, Optional.of(image), fault);
        } catch (NoSuchFileException e) {
            return new Found(place, Optional.empty(), "the file is missing");
        } catch (IOException e) {
            return new Found(place, Optional.empty(), Place.describe(e));
        } catch (SekishoException | IllegalArgumentException e) {
            return new Found(place, Optional.empty(), "the file is damaged");
        }
    }

    private static SekishoException damaged(int number, List<Found> all) {
        StringBuilder text =
                new StringBuilder("No place of the key store has a good " + DrawerFile.name(number) + ": ");
        for (Found found : all) {
            text.append(found.place().folder())
                    .append(": ")
                    .append(found.fault().isEmpty() ? "older than the damaged one" : found.fault())
                    .append("; ");
        }
        text.append("restore the key store from one of its daily copies.");
        return new SekishoException(ErrorCode.KEY_STORE_DAMAGED, text.toString());
    }
}
