package dev.cairn;

class ReferenceProfileTest extends ProfileContract {
    ReferenceProfileTest() {
        super(Backend.REFERENCE);
    }
}
