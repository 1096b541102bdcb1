package dev.sekisho.kernel.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class FieldInventoryTest {
    @Test
    void everyFieldOfTheProductHasAPurposeAndASwitch() {
        // When
        FieldInventory inventory = FieldInventory.load();
        // Then
        assertThat(inventory.all()).isNotEmpty().allSatisfy(field -> {
            assertThat(field.purpose()).isNotBlank();
            assertThat(field.collectionSwitch()).isNotBlank();
        });
        assertThat(inventory.find("events", "host")).isPresent();
        assertThat(inventory.find("events", "shoe_size")).isEmpty();
    }

    @Test
    void aFieldNamedTwiceOrWithoutRetentionIsRefused() {
        String good = "s\tf\twhy\tPERSONAL\tlog\talways\n";
        String endless = "s\tf\twhy\tPERSONAL\tforever\talways\n";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(good + good))
                .withMessageContaining("line 2");
        assertThatIllegalArgumentException().isThrownBy(() -> parse(endless)).withMessageContaining("line 1");
    }

    private static FieldInventory parse(String text) throws java.io.IOException {
        return FieldInventory.parse(new BufferedReader(new StringReader(text)));
    }
}
