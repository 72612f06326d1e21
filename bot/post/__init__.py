"""What is carried and kept between messages."""
