package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A personal field that nobody looks for would be found by nobody. */
class PlantedFieldsTest {
    @Test
    void everyPersonalFieldIsPlantedOrHasAReason() {
        assertThat(PlantedFields.problems(FieldInventory.load())).isEmpty();
    }

    @Test
    void aNewPersonalFieldAndOneThatIsGoneAreBothToldOf() {
        // Given
        String before = FieldInventory.load().all().stream()
                .filter(field -> !field.name().equals("user_agent"))
                .map(PlantedFieldsTest::line)
                .collect(Collectors.joining("\n"));
        String after = before + "\nevents\tmood\tHow somebody felt\tPERSONAL\tlog\tcontext\tkeep,drop\n";
        // Then
        assertThat(PlantedFields.problems(FieldInventory.read(after)))
                .containsExactlyInAnyOrder(
                        "not planted, and no reason: events.mood", "not in the register: events.user_agent");
    }

    private static String line(Field field) {
        return String.join(
                "\t",
                field.store(),
                field.name(),
                field.purpose(),
                field.dataClass().name(),
                field.retention(),
                field.collectionSwitch(),
                field.treatments().stream().map(treatment -> treatment.wire()).collect(Collectors.joining(",")));
    }
}
