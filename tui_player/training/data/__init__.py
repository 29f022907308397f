"""The data sets of faces: loading, labels and augmentation."""
